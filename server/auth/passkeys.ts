/**
 * Passkeys (ACC-5): a device signs a challenge of ours with a key that never leaves it, after it has made sure of its person. So one is a
 * password and a second factor at once. The ceremony is checked by the library, which is loaded when somebody first uses one.
 */
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { no } from '../problem.ts';
import type { Db } from '../store/db.ts';
import {
  addPasskey,
  keepChallenge,
  listPasskeys,
  type PasskeyRow,
  type Purpose,
  passkeyById,
  takeChallenge,
  usedPasskey,
} from '../store/passkeys.ts';

const MOST = 20;
/** ES256, EdDSA, RS256: what devices make. */
const ALGORITHMS = [-7, -8, -257];

interface Deps {
  readonly db: Db;
  readonly marketplace: string;
  readonly config: Pick<Config, 'baseUrl' | 'mode'>;
  now(): number;
}
interface Who {
  readonly person: string;
  readonly session: string;
}

export interface Passkeys {
  /** What the browser is asked to make one from. */
  addOptions(req: FastifyRequest, who: Who & { readonly email: string; readonly name: string }): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Keeps what the browser made. Problems `passkey_wrong`, `passkey_known`, `too_many_passkeys`. */
  add(req: FastifyRequest, who: Who, name: string, made: RegistrationResponseJSON): Promise<PasskeyRow>;
  signInOptions(req: FastifyRequest): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** Whose it is. Problem `passkey_wrong`. */
  signIn(req: FastifyRequest, shown: AuthenticationResponseJSON): Promise<string>;
  /** Problem `passkey_none` for who has none. */
  confirmOptions(req: FastifyRequest, who: Who): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** Throws `passkey_wrong` unless it is one of theirs. */
  confirm(req: FastifyRequest, who: Who, shown: AuthenticationResponseJSON): Promise<void>;
}

const library = () => import('@simplewebauthn/server');
const wrong = () => no('passkey_wrong');

export function openPasskeys({ db, marketplace, config, now }: Deps): Passkeys {
  /** Where we are to the browser: the public address; a sandbox is reached by whatever name and port it was started under. */
  function placeOf(req: FastifyRequest): { origin: string; rpID: string } {
    const home = new URL(config.baseUrl);
    const asked = `http://${req.headers.host}`;
    const at = config.mode === 'sandbox' && req.headers.host !== home.host && URL.canParse(asked) ? new URL(asked) : home;
    return { origin: at.origin, rpID: at.hostname };
  }
  const transports = (row: PasskeyRow) => row.transports as AuthenticatorTransport[];

  async function requestOptions(req: FastifyRequest, purpose: Purpose, allowed: readonly PasskeyRow[]) {
    const { generateAuthenticationOptions } = await library();
    const options = await generateAuthenticationOptions({
      rpID: placeOf(req).rpID,
      userVerification: 'required',
      ...(allowed.length > 0 && { allowCredentials: allowed.map((row) => ({ id: row.id, transports: transports(row) })) }),
    });
    await keepChallenge(db, options.challenge, purpose);
    return options;
  }

  /** The passkey that signed, its use noted. What the library throws is a wrong answer of a browser: what is ours is asked outside of it. */
  async function shownBy(req: FastifyRequest, purpose: Purpose, shown: AuthenticationResponseJSON): Promise<PasskeyRow> {
    const { verifyAuthenticationResponse } = await library();
    const { origin, rpID } = placeOf(req);
    const challenge = challengeIn(shown.response.clientDataJSON);
    const asked = challenge !== undefined && (await takeChallenge(db, challenge, purpose));
    const row = await passkeyById(db, marketplace, shown.id);
    if (!asked || !row) throw wrong();
    const credential = { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter, transports: transports(row) };
    const found = await verifyAuthenticationResponse({
      ...{ response: shown, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID },
      ...{ credential, requireUserVerification: true },
    }).catch(() => undefined);
    if (!found?.verified || !(await usedPasskey(db, marketplace, row.id, found.authenticationInfo.newCounter, now()))) throw wrong();
    return row;
  }

  return {
    async addOptions(req, who) {
      const { generateRegistrationOptions } = await library();
      const known = await listPasskeys(db, marketplace, who.person);
      if (known.length >= MOST) throw no('too_many_passkeys', { most: MOST });
      const options = await generateRegistrationOptions({
        ...{ rpName: 'Fairhold', rpID: placeOf(req).rpID, attestationType: 'none', supportedAlgorithmIDs: ALGORITHMS },
        ...{ userID: new TextEncoder().encode(who.person), userName: who.email, userDisplayName: who.name },
        excludeCredentials: known.map((row) => ({ id: row.id, transports: transports(row) })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      await keepChallenge(db, options.challenge, { for: 'add', session: who.session });
      return options;
    },
    async add(req, who, name, made) {
      const { verifyRegistrationResponse } = await library();
      const { origin, rpID } = placeOf(req);
      const challenge = challengeIn(made.response.clientDataJSON);
      if (challenge === undefined || !(await takeChallenge(db, challenge, { for: 'add', session: who.session }))) throw wrong();
      const found = await verifyRegistrationResponse({
        ...{ response: made, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID },
        ...{ requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS },
      }).catch(() => undefined);
      if (!found?.verified) throw wrong();
      const { credential } = found.registrationInfo;
      const { id, publicKey, counter } = credential;
      const row = { id, person: who.person, name, publicKey, counter, transports: credential.transports ?? [], now: now(), most: MOST };
      if (!(await addPasskey(db, marketplace, row)))
        throw (await passkeyById(db, marketplace, id)) ? no('passkey_known') : no('too_many_passkeys', { most: MOST });
      return (await passkeyById(db, marketplace, id)) as PasskeyRow;
    },
    signInOptions: (req) => requestOptions(req, { for: 'signIn' }, []),
    async signIn(req, shown) {
      return (await shownBy(req, { for: 'signIn' }, shown)).person;
    },
    async confirmOptions(req, who) {
      const theirs = await listPasskeys(db, marketplace, who.person);
      if (theirs.length === 0) throw no('passkey_none');
      return requestOptions(req, { for: 'confirm', session: who.session }, theirs);
    },
    async confirm(req, who, shown) {
      if ((await shownBy(req, { for: 'confirm', session: who.session }, shown)).person !== who.person) throw wrong();
    },
  };
}

/** What the browser says it was asked; whether we asked it, the table of challenges says. */
function challengeIn(clientData: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown };
    return typeof challenge === 'string' && /^[\w-]{16,200}$/.test(challenge) ? challenge : undefined;
  } catch {
    return undefined;
  }
}
