import type { Language } from "../language";

/** The shop's own names are Chinese; these are for English readers. */
const english: Record<string, string> = {
  "milk-pure-12": "Highland Pure Milk, 12 × 250 ml",
  "phone-x1": "Xinglan X1 Phone, 8 + 256 GB",
  "earbuds-air": "Skylark Air Earbuds",
  "ricecooker-4l": "Heyue Rice Cooker, 4 L",
  "kettle-17": "Heyue Kettle, 1.7 L",
  "sneaker-run": "Gale Running Shoes",
  "tshirt-cotton": "Plain Cotton T-Shirt",
  "book-rust": "“Code Full of Rust”",
  "cherry-2kg": "Chilean Cherries, 2 kg",
  "diaper-l": "Beixiaonuan Nappies, L",
  "vacuum-v8": "Jingchi V8 Vacuum Cleaner",
  "desklamp-eye": "Mingmou Desk Lamp",
  "toner-rose": "Rose Garden Toner",
  "catfood-5": "Miaosheng Cat Food, 5 kg",
  "aircon-15": "Liangyu Air Conditioner, 3.5 kW",
  xiaoming: "Wang Xiaoming",
  xiaohong: "Li Xiaohong",
  laowang: "Wang Jianguo",
  afang: "Chen Fang",
  daliu: "Liu Dawei",
  xinke: "Zhou Xin",
};

export function nameOf(id: string, name: string, language: Language): string {
  return language === "en" ? (english[id] ?? name) : name;
}
