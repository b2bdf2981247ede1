/** What a case asks for that we do not have: no fault of its file, and no success of ours. */
export class Unsupported extends Error {
  override name = "Unsupported";
}
