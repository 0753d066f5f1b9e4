/** Text from people and models as it may stand in a commit message. */

/** Git refuses a zero in a message, and other control characters would part it where it is read. */
export const printable = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, " ");
