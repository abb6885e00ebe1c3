/** Evidence: files for a message, a submission or a statement: chosen, dropped or photographed, a draft until they are sent. */
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { ApiProblem, upload } from '../api.ts';
import { wc } from '../case-words.ts';
import { w } from '../words.ts';
import { EvidenceAsked } from './evidence-asked.tsx';
import type { AskedItem, InputProps } from './inputs.tsx';

export interface Picked {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly sha256?: string;
  /** What it shows, in the giver's words. */
  readonly caption?: string;
  /** What it is about. */
  readonly topic?: string;
  /** For which of the things that help it was added; a draft knows it, what is sent does not. */
  readonly asked?: string;
}

/** A file that misses the box must not take the place of the page and of what was written. */
function useNoStrayDrops(): void {
  useEffect(() => {
    const stay = (e: Event) => e.preventDefault();
    for (const type of ['dragover', 'drop']) addEventListener(type, stay);
    return () => {
      for (const type of ['dragover', 'drop']) removeEventListener(type, stay);
    };
  }, []);
}

/** Files over a box: how deep the pointer is inside of it, since its children say leave and enter too. */
function useDrop(onFiles: (files: FileList) => void) {
  const [depth, setDepth] = useState(0);
  const has = (e: DragEvent) => e.dataTransfer.types.includes('Files');
  return {
    over: depth > 0,
    box: {
      onDragEnter: (e: DragEvent) => has(e) && setDepth((d) => d + 1),
      onDragLeave: (e: DragEvent) => has(e) && setDepth((d) => Math.max(0, d - 1)),
      onDragOver: (e: DragEvent) => {
        if (!has(e)) return;
        e.preventDefault();
        e.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (e: DragEvent) => {
        setDepth(0);
        if (!has(e)) return;
        e.preventDefault();
        onFiles(e.dataTransfer.files);
      },
    },
  };
}

/** Uploads one after the other; each is in the list as soon as it is there. `value`: as it is when a file arrives. */
function useAdding(value: readonly Picked[], onChange: (files: Picked[]) => void) {
  const now = useRef(value);
  now.current = value;
  const [busy, setBusy] = useState('');
  const [wrong, setWrong] = useState<readonly string[]>([]);
  async function add(list: FileList | readonly File[] | null, item?: AskedItem) {
    setWrong([]);
    for (const file of Array.from(list ?? [])) {
      setBusy(file.name);
      try {
        const { id, name, size, sha256 } = await upload(file);
        now.current = [...now.current, { id, name, size, sha256, ...(item && { asked: item.id, topic: item.topic }) }];
        onChange([...now.current]);
      } catch (error) {
        const why = error instanceof ApiProblem ? `${error.problem.detail} ${error.problem.fix}` : error instanceof Error ? error.message : '';
        setWrong((before) => [...before, w.files.failed(file.name, why)]);
      }
    }
    setBusy('');
  }
  return { add, busy, wrong };
}

/** `value`: ids, or whole picks from a draft. */
export function EvidencePicker(p: {
  id: string;
  value: readonly Picked[];
  onChange: (files: Picked[] | undefined) => void;
  once?: boolean;
  topics?: readonly { id: string; title: string }[] | undefined;
  /** What helps, to be ticked off. */
  asked?: readonly AskedItem[] | undefined;
}) {
  const change = (id: string, more: Partial<Picked>) => p.onChange(p.value.map((x) => (x.id === id ? { ...x, ...more } : x)));
  const { add, busy, wrong } = useAdding(p.value, p.onChange);
  const drop = useDrop((files) => void add(files));
  useNoStrayDrops();
  const photo = useRef<HTMLInputElement>(null);
  const took = (input: HTMLInputElement) => {
    // Emptied first, a list that belongs to the input would be gone.
    const files = Array.from(input.files ?? []);
    input.value = '';
    void add(files);
  };
  return (
    <div className="stack tight">
      {p.asked && p.asked.length > 0 && <EvidenceAsked asked={p.asked} picked={p.value} onAdd={(files, item) => void add(files, item)} />}
      <div className={`file-drop ${drop.over ? 'over' : ''}`} {...drop.box}>
        <span className="hint" role="status">
          {drop.over ? wc.files.dropNow : wc.files.drop}
        </span>
        <div className="row">
          <input id={p.id} type="file" multiple onChange={(e) => took(e.target)} />
          <input ref={photo} type="file" accept="image/*" capture="environment" hidden onChange={(e) => took(e.target)} />
          <button type="button" className="btn only-touch" onClick={() => photo.current?.click()}>
            {wc.files.photo}
          </button>
        </div>
        {p.once && <span className="hint">{w.files.once}</span>}
        {busy && (
          <span className="hint" role="status">
            {w.files.uploading(busy)}
          </span>
        )}
        {wrong.map((text) => (
          <span className="error" role="alert" key={text}>
            {text}
          </span>
        ))}
        {p.value.map((f) => (
          <PickedFile
            key={f.id}
            f={f}
            topics={p.topics}
            onChange={(more) => change(f.id, more)}
            onRemove={() => {
              const rest = p.value.filter((x) => x.id !== f.id);
              p.onChange(rest.length > 0 ? rest : undefined);
            }}
          />
        ))}
      </div>
    </div>
  );
}

function PickedFile(p: {
  f: Picked;
  topics?: readonly { id: string; title: string }[] | undefined;
  onChange: (more: Partial<Picked>) => void;
  onRemove: () => void;
}) {
  const { f } = p;
  return (
    <div className="row between picked">
      <span>
        <bdi>{f.name}</bdi> <span className="soft">{w.files.size(Math.ceil(f.size / 1024))}</span>{' '}
        <span className="checked small">{w.files.checked}</span>
      </span>
      <button type="button" className="btn quiet" onClick={p.onRemove}>
        {w.files.remove(f.name)}
      </button>
      <label className="caption">
        <span className="hint">{w.files.caption(f.name)}</span>
        <input type="text" maxLength={300} value={f.caption ?? ''} onChange={(e) => p.onChange({ caption: e.target.value })} />
      </label>
      {p.topics && (
        <label className="caption">
          <span className="hint">{w.files.topic(f.name)}</span>
          <select value={f.topic ?? ''} onChange={(e) => p.onChange({ topic: e.target.value })}>
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
  );
}

/** A draft keeps what was picked whole; what is sent are the ids (act-form.tsx). */
export function FilesInput(p: InputProps) {
  const picked = (p.value as Picked[] | undefined) ?? [];
  return <EvidencePicker id={p.id} value={picked} onChange={p.onChange} topics={p.schema['x-topics']} asked={p.schema['x-asked']} once />;
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
