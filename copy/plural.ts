/** Counting words: the form that a language's own rules ask for. */

export interface Forms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/**
 * `plural('en')(2, { one: 'day', other: 'days' })` is "2 days"; `#` in a form stands for the number, and where one form has it those
 * without say no number: `{ one: 'one day', other: '# days' }`.
 */
export function plural(locale: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (n, forms) => {
    const form = forms[rules.select(n)] ?? forms.other;
    const number = numbers.format(n);
    const placed = Object.values(forms).some((f: string) => f.includes('#'));
    return placed ? form.replaceAll('#', number) : `${number} ${form}`;
  };
}
