import { SpecError } from "../../core/errors.ts";

/** A file of cases that contradicts itself, or does not say what it must. */
export class BadCase extends SpecError {}
