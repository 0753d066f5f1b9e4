/** GitHub keeps at most 65,536 characters of a text, and was seen to answer 200 and keep the old one beyond. */
export const longestText = 65_536;
