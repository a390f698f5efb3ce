import { render } from "preact";

const host = document.createElement("xiaoer-widget");
document.body.append(host);
render(<p>小二</p>, host.attachShadow({ mode: "closed" }));
