import { create } from 'zustand';

/** Steps per second that training is slowed down to; null for as fast as it goes. Written by `client/session.ts` alone. */
export const usePace = create<{ stepsPerSecond: number | null }>(() => ({ stepsPerSecond: null }));
