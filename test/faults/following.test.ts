import { playAll } from "./cell";

playAll(["pollLocation", "pollAsync", "confirmPurge", "confirmRecover"]);
