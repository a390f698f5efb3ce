import "../design/base.css";
import { render } from "preact";

const place = document.getElementById("page");
if (place !== null) render(<main>坐席工作台</main>, place);
