// Style sheets are imported for the build alone, which gathers them in dist/webview.css.
declare module "*.css";
