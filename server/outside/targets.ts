/** Which addresses on the network a stranger may make this server speak to: public ones, and nothing of its own surroundings. */
import { BlockList, isIP, isIPv4 } from 'node:net';

function listOf(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string];
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Everything that is set apart by RFC 6890 and its followers: this network, private, shared, loopback, link-local, tests, groups … */
const NOT_PUBLIC_4 = listOf('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Of IPv6 only this is given to the public; outside are loopback, mapped and translated IPv4, local, link-local, groups. */
const PUBLIC_6 = listOf('ipv6', ['2000::/3']);
/** Set apart within it, or a way into IPv4: protocol assignments with Teredo, documentation, 6to4. */
const NOT_PUBLIC_6 = listOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
const LOOPBACK_4 = listOf('ipv4', ['127.0.0.0/8']);

/** Whether an address is one that anybody on the internet could be reached at. False for what is no address. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !NOT_PUBLIC_4.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return PUBLIC_6.check(address, 'ipv6') && !NOT_PUBLIC_6.check(address, 'ipv6');
}

/** Whether an address is this machine itself. */
export const isLoopback = (address: string): boolean => (isIPv4(address) ? LOOPBACK_4.check(address, 'ipv4') : address === '::1');
