/** Whether my payouts are safe, how I am told, in which zone; then everything that can be changed about it. */

import type { Me } from '@fairhold/client';
import { LOCALE_NAMES, LOCALES } from '@fairhold/copy/locales';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { own } from '../account-words.ts';
import { queries, send, useContracts, useMe } from '../api.ts';
import { Card, Loaded, Page, ProblemBox } from '../parts/basics.tsx';
import { useNow } from '../parts/clock.ts';
import { lettersOff, setLettersOff } from '../parts/command-menu.tsx';
import { setTheme, THEMES, themeNow } from '../theme.ts';
import { dateTime, locale, money, w } from '../words.ts';
import { YourData } from './settings-data.tsx';
import { Keys } from './settings-keys.tsx';
import { MailChoices, Muted } from './settings-mails.tsx';
import { Passkeys } from './settings-passkeys.tsx';
import { PayoutGlance, Payouts } from './settings-payouts.tsx';
import { MailAddress, Password, SecondFactor, Sessions } from './settings-security.tsx';
import { Agencies } from './settings-team.tsx';
import { Views } from './settings-views.tsx';
import { Webhooks } from './settings-webhooks.tsx';

export function Screen() {
  const me = useMe();
  return (
    <Page title={w.settings.title} actions={<SignOut />}>
      <Loaded of={me}>
        {(m) => (
          <>
            <Glance me={m} />
            {/* What is safe, who you are and how you are told, who and what acts for you: a column each, so that no card leaves a hole. */}
            <div className="two">
              <div className="stack">
                <Payouts />
                <SecondFactor />
                <Passkeys />
                <Password />
                <Sessions />
                <Views />
              </div>
              <div className="stack">
                <Profile name={m.name} zone={m.zone} email={m.email} locale={m.locale} />
                <MailAddress email={m.email} />
                <MailChoices />
                <LookAndKeys />
              </div>
              <div className="stack">
                <Agencies />
                <Keys />
                <Webhooks />
                <YourData />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function SignOut() {
  const navigate = useNavigate();
  return (
    <button
      type="button"
      className="btn"
      onClick={() =>
        void send('POST', '/auth/sign-out', {}).then(() => {
          queries.clear();
          return navigate({ to: '/sign-in' });
        })
      }
    >
      {w.frame.signOut}
    </button>
  );
}

/** The house's time: a sandbox's test clock may be ahead of this device, so until the house has said it there is none. */
function useHouseNow(): number | undefined {
  const [begun] = useState(() => new Date().toISOString());
  const said = useOpen().data?.pages[0]?.now;
  const now = useNow(said ?? begun);
  return said ? now : undefined;
}
const useOpen = () => useContracts('limit=100');

function Glance(p: { me: Me }) {
  const { me } = p;
  const now = useHouseNow();
  return (
    <dl className="facts tall card">
      <dt>{w.settings.safe}</dt>
      <dd data-glance="settings.payout">
        <PayoutGlance me={me} />
      </dd>
      <dt>{w.settings.told}</dt>
      <dd data-glance="settings.told">
        {w.settings.toldAll(me.email)} <Muted />
      </dd>
      <dt>{w.settings.zoneTitle}</dt>
      <dd data-glance="settings.zone">{now === undefined ? me.zone : w.settings.zoneNow(me.zone, dateTime(now, me.zone, locale))}</dd>
    </dl>
  );
}

/** With another zone the page is drawn anew while it is being saved: what was saved is handed on to the new one, and the focus with it. */
let handedOn = '';

function Profile(p: { name: string; zone: string; email: string; locale: string }) {
  const client = useQueryClient();
  const [name, setName] = useState(p.name);
  const [zone, setZone] = useState(p.zone);
  const [language, setLanguage] = useState(p.locale);
  const [error, setError] = useState<unknown>();
  const [saved, setSaved] = useState(handedOn);
  const button = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const now = useHouseNow();
  const typed = JSON.stringify([name, zone, language]);
  useEffect(() => {
    if (handedOn) button.current?.focus();
    handedOn = '';
  }, []);
  async function save(e: FormEvent) {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await send('PATCH', '/v1/me', { name, zone, locale: language });
      setSaved(typed);
      if (zone !== p.zone) handedOn = JSON.stringify([name.trim(), zone, language]);
      await client.invalidateQueries();
    } catch (x) {
      setError(x);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Card title={w.settings.you}>
      <form className="stack" onSubmit={(e) => void save(e)}>
        {error !== undefined && <ProblemBox key={String(error)} error={error} />}
        <p className="soft">{p.email}</p>
        <div className="field">
          <label htmlFor="name">{w.settings.name}</label>
          <input id="name" name="name" type="text" value={name} onChange={(e) => setName(e.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="zone">{w.settings.zone}</label>
          <select id="zone" name="zone" value={zone} onChange={(e) => setZone(e.target.value)}>
            {zonesWith(p.zone).map((z) => (
              <option key={z}>{z}</option>
            ))}
          </select>
          {now !== undefined && <span className="hint">{w.settings.zoneExample(dateTime(now, zone, locale))}</span>}
          {zone !== p.zone && <ZoneExamples zone={zone} />}
        </div>
        <div className="field">
          <label htmlFor="language">{w.settings.language}</label>
          <select id="language" name="locale" value={language} onChange={(e) => setLanguage(e.target.value)}>
            {LOCALES.map((one) => (
              <option key={one} value={one} lang={one}>
                {LOCALE_NAMES[one]}
              </option>
            ))}
          </select>
          {now !== undefined && <span className="hint">{own.zones.example(money(123_450, 'EUR', language), dateTime(now, zone, language))}</span>}
        </div>
        <div className="row">
          <button ref={button} type="submit" className="btn main" disabled={busy}>
            {w.settings.save}
          </button>
          {saved === typed && <span role="status">{w.settings.saved}</span>}
        </div>
      </form>
    </Card>
  );
}

/** The browser's zones; it may know the one that was chosen by an older name. */
const zonesWith = (zone: string): string[] => [...new Set(['UTC', zone, ...Intl.supportedValuesOf('timeZone')])];

/** How the deadlines that are open now would be read in another zone. */
function ZoneExamples(p: { zone: string }) {
  const contracts = useOpen();
  const open = (contracts.data?.pages[0]?.items ?? []).flatMap((c) => (c.deadline ? [{ id: c.id, title: c.title, at: c.deadline.at }] : []));
  const next = open.sort((a, b) => a.at.localeCompare(b.at)).slice(0, 3);
  if (next.length === 0) return null;
  return (
    <div className="hint" role="status">
      {own.zones.deadlines}
      <ul className="steps">
        {next.map((d) => (
          <li key={d.id}>
            {d.title}: {dateTime(Date.parse(d.at), p.zone, locale)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of this device: how it looks, and whether single letters do something. */
function LookAndKeys() {
  const [theme, choose] = useState(themeNow);
  const [off, setOff] = useState(lettersOff);
  return (
    <Card title={w.settings.keyboard}>
      <fieldset className="field">
        <legend>{w.theme.label}</legend>
        {THEMES.map((t) => (
          <label className="choice" key={t}>
            <input
              type="radio"
              name="theme"
              checked={theme === t}
              onChange={() => {
                setTheme(t);
                choose(t);
              }}
            />
            <span>{w.theme[t]}</span>
          </label>
        ))}
      </fieldset>
      <label className="check">
        <input
          type="checkbox"
          checked={!off}
          onChange={(e) => {
            setLettersOff(!e.target.checked);
            setOff(!e.target.checked);
          }}
        />
        <span>
          {w.menu.keysOff} <span className="hint">{w.menu.keysOffHint}</span>
        </span>
      </label>
    </Card>
  );
}
