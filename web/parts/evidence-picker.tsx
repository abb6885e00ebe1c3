/** Files for a message, a submission or a statement: added one by one, a draft until they are sent; a phone may take a photo. */
import { useState } from 'react';
import { upload } from '../api.ts';
import { w } from '../words.ts';

export interface Picked {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly sha256?: string;
  /** What it shows, in the giver's words. */
  readonly caption?: string;
}

/** `value`: ids, or whole picks from a draft. */
export function EvidencePicker(p: { id: string; value: readonly Picked[]; onChange: (files: Picked[] | undefined) => void; once?: boolean }) {
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
        setWrong(w.files.failed(file.name, error instanceof Error ? error.message : String(error)));
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
            <input
              type="text"
              maxLength={300}
              value={f.caption ?? ''}
              onChange={(e) => p.onChange(p.value.map((x) => (x.id === f.id ? { ...x, caption: e.target.value } : x)))}
            />
          </label>
        </div>
      ))}
    </div>
  );
}
