export { parseQuantity } from "./quantity.js";
