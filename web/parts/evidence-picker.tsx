/** Evidence: files for a message, a submission or a statement: added one by one, a draft until they are sent; a phone may take a photo. */
import { useState } from 'react';
import { ApiProblem, upload } from '../api.ts';
import { w } from '../words.ts';
import type { InputProps } from './inputs.tsx';

export interface Picked {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly sha256?: string;
  /** What it shows, in the giver's words. */
  readonly caption?: string;
  /** What it is about. */
  readonly topic?: string;
}

/** `value`: ids, or whole picks from a draft. */
export function EvidencePicker(p: {
  id: string;
  value: readonly Picked[];
  onChange: (files: Picked[] | undefined) => void;
  once?: boolean;
  topics?: readonly { id: string; title: string }[] | undefined;
}) {
  const change = (id: string, more: Partial<Picked>) => p.onChange(p.value.map((x) => (x.id === id ? { ...x, ...more } : x)));
  const [busy, setBusy] = useState('');
  const [wrong, setWrong] = useState('');
  async function add(list: FileList | null) {
    setWrong('');
    let all = [...p.value];
    for (const file of Array.from(list ?? [])) {
      setBusy(file.name);
      try {
        const { id, name, size, sha256 } = await upload(file);
        all = [...all, { id, name, size, sha256 }];
        p.onChange(all);
      } catch (error) {
        const why = error instanceof ApiProblem ? `${error.problem.detail} ${error.problem.fix}` : error instanceof Error ? error.message : '';
        setWrong(w.files.failed(file.name, why));
      }
    }
    setBusy('');
  }
  return (
    <div className="file-drop">
      <input
        id={p.id}
        type="file"
        multiple
        onChange={(e) => {
          void add(e.target.files);
          e.target.value = '';
        }}
      />
      {p.once && <span className="hint">{w.files.once}</span>}
      {busy && (
        <span className="hint" role="status">
          {w.files.uploading(busy)}
        </span>
      )}
      {wrong && (
        <span className="error" role="alert">
          {wrong}
        </span>
      )}
      {p.value.map((f) => (
        <div className="row between picked" key={f.id}>
          <span>
            {f.name} <span className="soft">{w.files.size(Math.ceil(f.size / 1024))}</span>
          </span>
          <button
            type="button"
            className="btn quiet"
            onClick={() => {
              const rest = p.value.filter((x) => x.id !== f.id);
              p.onChange(rest.length > 0 ? rest : undefined);
            }}
          >
            {w.files.remove(f.name)}
          </button>
          <label className="caption">
            <span className="hint">{w.files.caption(f.name)}</span>
            <input type="text" maxLength={300} value={f.caption ?? ''} onChange={(e) => change(f.id, { caption: e.target.value })} />
          </label>
          {p.topics && (
            <label className="caption">
              <span className="hint">{w.files.topic(f.name)}</span>
              <select value={f.topic ?? ''} onChange={(e) => change(f.id, { topic: e.target.value })}>
                <option value="">–</option>
                {p.topics.map((t) => (
                  <option key={t.id} value={t.id}>
                    {t.title}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      ))}
    </div>
  );
}

/** A draft keeps what was picked whole; what is sent are the ids (act-form.tsx). */
export function FilesInput(p: InputProps) {
  return <EvidencePicker id={p.id} value={(p.value as Picked[] | undefined) ?? []} onChange={p.onChange} topics={p.schema['x-topics']} once />;
}

export function ConsideredInput(p: InputProps) {
  const all = p.schema['x-exhibits'] ?? [];
  const value = (p.value as string[] | undefined) ?? [];
  return (
    <div>
      {all.map((e) => (
        <label className="check" key={e.id}>
          <input
            type="checkbox"
            checked={value.includes(e.id)}
            onChange={(x) => p.onChange(x.target.checked ? [...value, e.id] : value.filter((v) => v !== e.id))}
          />
          {e.title}
        </label>
      ))}
    </div>
  );
}
