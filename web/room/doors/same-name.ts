/** Whether somebody has typed the name that they were asked for, as a person would judge it. Pure. */

const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLocaleLowerCase()

export const isSameName = (typed: string, name: string): boolean => plain(typed) === plain(name)
