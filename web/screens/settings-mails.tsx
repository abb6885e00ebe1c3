/** How one is told by mail: which news, and whether each as it happens or together (NOT-1, NOT-4). */
import { useState } from 'react';
import { own } from '../account-words.ts';
import { lw } from '../list-words.ts';
import { type Digest, useMailChoices } from '../mail-choices.ts';
import { Card, ProblemBox } from '../parts/basics.tsx';
import { w, when } from '../words.ts';

export function Muted() {
  const { unwanted, choices } = useMailChoices();
  const digest = choices.data?.digest;
  return (
    <>
      {unwanted.length > 0 && <span>{own.zones.muted(unwanted.length)} </span>}
      {digest && digest.every !== 'once' && <span>{rhythm(digest)}</span>}
    </>
  );
}

/** "News comes in one mail, every day at 08:00." */
export const rhythm = (d: Digest): string =>
  d.every === 'once' ? lw.digest.once : d.every === 'day' ? lw.digest.daily(d.at) : lw.digest.weekly(lw.digest.days[d.weekday - 1] ?? '', d.at);

export function MailChoices() {
  const { choices, unwanted, choose, mute } = useMailChoices();
  const [error, setError] = useState<unknown>();
  const digest = choices.data?.digest;
  const change = (next: Partial<Digest>) => {
    setError(undefined);
    if (digest) void choose({ digest: { ...digest, ...next } }).catch(setError);
  };
  return (
    <Card title={w.settings.mails} id="mails">
      <p className="small soft">{w.settings.legalMails}</p>
      {error !== undefined && <ProblemBox key={String(error)} error={error} />}
      {Object.entries(w.settings.mailKinds).map(([key, word]) => (
        <label className="check" key={key}>
          <input
            type="checkbox"
            checked={!unwanted.includes(key)}
            onChange={(e) => {
              setError(undefined);
              void mute(key, !e.target.checked).catch(setError);
            }}
          />
          {word}
        </label>
      ))}
      {digest && (
        <fieldset className="field">
          <legend>{lw.digest.title}</legend>
          {(['once', 'day', 'week'] as const).map((every) => (
            <label className="choice" key={every}>
              <input type="radio" name="digest" checked={digest.every === every} onChange={() => change({ every })} />
              <span>{lw.digest.every[every]}</span>
            </label>
          ))}
          {digest.every !== 'once' && (
            <div className="row">
              {digest.every === 'week' && (
                <select aria-label={lw.digest.day} value={digest.weekday} onChange={(e) => change({ weekday: Number(e.target.value) })}>
                  {lw.digest.days.map((day, n) => (
                    <option key={day} value={n + 1}>
                      {day}
                    </option>
                  ))}
                </select>
              )}
              <input
                type="time"
                aria-label={lw.digest.at}
                value={digest.at}
                onChange={(e) => /^\d\d:\d\d$/.test(e.target.value) && change({ at: e.target.value })}
              />
            </div>
          )}
          <span className="hint">
            {lw.digest.why} {digest.next && lw.digest.next(when(digest.next))}
          </span>
        </fieldset>
      )}
    </Card>
  );
}
