/** placeholder */
export const writePage = (_page: string, _what: object): void => {}
