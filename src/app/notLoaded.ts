/** Said where a part of the page, or of its worker, did not come. */
export const notLoaded = "This part of the page did not load: is its server still there?";
