import { playAll } from "./cell";

playAll(["sendPost", "sendDelete", "sendPut"]);
