export { isFullScreen } from "./fullScreen";
