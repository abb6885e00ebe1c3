/** Who is to be invited as a witness: a name and a mail address, asked for together (DSP-10). */
import type { InputProps } from './inputs.tsx';

interface Named {
  readonly name?: string;
  readonly email?: string;
}

export function WitnessInput(p: InputProps) {
  const value = (p.value ?? {}) as Named;
  const set = (part: keyof Named, text: string) => {
    const next = { ...value, [part]: text };
    p.onChange(next.name || next.email ? next : undefined);
  };
  const parts = p.schema.properties ?? {};
  return (
    <div className="stack tight">
      {(['name', 'email'] as const).map((part, n) => {
        // The first has the field's own id: whoever is sent to the field comes here.
        const id = n === 0 ? p.id : `${p.id}-${part}`;
        const { title, description } = parts[part] ?? {};
        return (
          <div className="field" key={part}>
            <label htmlFor={id}>{title}</label>
            {description && (
              <span className="hint" id={`${id}-hint`}>
                {description}
              </span>
            )}
            <input
              id={id}
              type="text"
              inputMode={part === 'email' ? 'email' : 'text'}
              autoComplete="off"
              spellCheck={false}
              value={value[part] ?? ''}
              aria-describedby={description && `${id}-hint`}
              onChange={(e) => set(part, e.target.value)}
            />
          </div>
        );
      })}
    </div>
  );
}
