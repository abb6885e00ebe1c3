/** Asking the browser for a passkey. What speaks with it is loaded when somebody first uses one. */
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { own } from '../account-words.ts';
import { ApiProblem, ask } from '../api.ts';

/** Whether this browser has passkeys at this address: a page that is not secure has none. */
export const hasPasskeys = (): boolean => typeof window.PublicKeyCredential === 'function';

/** Closed, too late, none that fits: the browser does not say which, so that no page learns who has one. */
const stopped = () =>
  new ApiProblem({
    ...{ title: own.passkeys.stopped, status: 0, code: 'passkey_stopped' },
    ...{ detail: own.passkeys.stoppedWhy, fix: own.passkeys.stoppedFix },
  });

/** A new passkey in the form that the server takes; asked for with the options of the server. */
export async function makePasskey(): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = await ask<PublicKeyCredentialCreationOptionsJSON>('/v1/passkeys/options', {});
  return startRegistration({ optionsJSON }).catch(() => Promise.reject(stopped()));
}

/** One that is there, shown for what `path` asks. */
export async function showPasskey(path: string): Promise<unknown> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>(path, {});
  return startAuthentication({ optionsJSON }).catch(() => Promise.reject(stopped()));
}
