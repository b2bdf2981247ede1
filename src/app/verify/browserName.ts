/** What a browser says of itself; only some say it in parts. */
interface BrowserFacts {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
  };
}

/** `Chromium 140 on Linux`, or all that the browser says where it does not say it so. */
export function browserName({ userAgent, userAgentData }: BrowserFacts): string {
  // Among the brands stands an invented one, so that nobody relies on there being certain ones.
  const real = userAgentData?.brands.filter(({ brand }) => !/not.*brand/i.test(brand)) ?? [];
  // One that is built on Chromium names both.
  const own = real.find(({ brand }) => brand !== "Chromium") ?? real[0];
  return own === undefined ? userAgent : `${own.brand} ${own.version} on ${userAgentData!.platform}`;
}
