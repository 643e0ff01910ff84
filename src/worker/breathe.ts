/**
 * Called between the parts of something long: lets messages in and short requests be answered.
 * @throws Superseded where nobody waits for the answer any more.
 */
export type Breathe = () => Promise<void>;

/** Thrown out of a request that a newer one on its channel replaced while it ran. */
export class Superseded extends Error {}

/** For callers with nobody else to let in. */
export const holdBreath: Breathe = async () => {};
