import { create } from 'zustand';

/** The item (row of the encoded items) that is looked at closely; null for none. */
export const useFocusItem = create<{ item: number | null }>(() => ({ item: null }));

export const focusItem = (item: number | null): void => useFocusItem.setState({ item });
