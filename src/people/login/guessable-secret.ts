/**
 * Parts of secrets that stand in source code, manuals and examples. Both default secrets of the hub,
 * `sts-clearance-hub-secret-key-2024` and `your-secret-key-change-in-production`, contain some.
 */
const PLACEHOLDER =
  /secretkey|yoursecret|mysecret|supersecret|topsecret|jwtsecret|stringsecret|yourkey|yourjwt|change(me|this|it|in|before|for)|replace(me|this)|placeholder|insecure|(in|for)production|donotuse|clearancehub|passwordpassword|correcthorse/;

/** Secrets of well-known tutorials that look random. */
const TUTORIALS = ['09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'];

/** A random text of 32 bytes has more different characters, in every usual notation. */
const LEAST_DIFFERENT = 8;
/** The part of neighbouring characters that follow each other, as in "abcd" and "4321". It is below 0.4 in random hex. */
const MOST_NEIGHBOURS = 0.6;

/** Returns whether a secret is published, or so regular that a list of candidates contains it. */
export function isGuessable(secret: string): boolean {
  const plain = secret.toLowerCase().replace(/[^a-z0-9]/g, '');
  return (
    PLACEHOLDER.test(plain) ||
    TUTORIALS.includes(plain) ||
    new Set(secret).size < LEAST_DIFFERENT ||
    isRepeated(secret) ||
    partOfNeighbours(secret) > MOST_NEIGHBOURS
  );
}

/** Returns whether a text consists of repetitions of a short one. The last repetition may be incomplete. */
function isRepeated(text: string): boolean {
  const mostPeriod = Math.floor(text.length / 2);
  for (let period = 1; period <= mostPeriod; period += 1) {
    if (text.startsWith(text.slice(period))) return true;
  }
  return false;
}

function partOfNeighbours(text: string): number {
  let neighbours = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) <= 1) neighbours += 1;
  }
  return neighbours / (text.length - 1);
}
