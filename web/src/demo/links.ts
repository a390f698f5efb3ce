export const DOCS = "https://github.com/xiaoer-chat/xiaoer#readme";
