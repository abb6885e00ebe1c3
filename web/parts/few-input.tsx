/** A whole number with few values: one button for each, from the least to the most; none is chosen beforehand. */
import { type InputProps, isWrong } from './inputs.tsx';

/** Each is read out by its name, as "3 of 5 stars"; the name of the chosen one stands beside them. */
export function FewInput(p: InputProps) {
  const names = p.schema['x-labels'] ?? {};
  return (
    <div className="row few" role="radiogroup" aria-label={p.schema.title} {...isWrong(p.wrong)}>
      {Object.entries(names).map(([value, name]) => (
        <label key={value}>
          <input type="radio" name={p.id} aria-label={name} checked={p.value === Number(value)} onChange={() => p.onChange(Number(value))} />
          <span aria-hidden="true">{value}</span>
        </label>
      ))}
      <span className="soft" aria-hidden="true">
        {names[String(p.value)]}
      </span>
    </div>
  );
}
