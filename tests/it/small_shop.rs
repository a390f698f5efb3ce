//! A shop with two intents, which is read and trained in an instant.

use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
};

use xiaoer::{
    assistant::Assistant,
    config::ContentConfig,
    content::{self, Content, source},
    domain::ShopId,
    nlu::{
        Model,
        embed::{Embedder, HashEmbedder},
    },
    rollout::Rollout,
    train::{self, Layered},
    versions::{self, Assembled, Engines, Node, Opened, Settings},
};

/// Content as it lies in a folder, without a model.
pub fn files() -> Vec<(String, String)> {
    let shared = source::embedded().into_iter().find(|file| &*file.path == "intents/shared.yml").unwrap();
    vec![
        ("intents/shared.yml".to_owned(), String::from_utf8(shared.bytes).unwrap()),
        (
            "intents/price.yml".to_owned(),
            intent("price", "多少钱", &["这个多少钱", "什么价格", "价钱是多少", "贵不贵呀"]),
        ),
        (
            "intents/stock.yml".to_owned(),
            intent("stock", "有货吗", &["还有货吗", "有没有现货", "库存还有多少", "缺货了吗"]),
        ),
    ]
}

pub fn intent(name: &str, title: &str, examples: &[&str]) -> String {
    let examples: String = examples.iter().map(|example| format!("  - {example}\n")).collect();
    format!(
        "# {title}\nintent: {name}\ntitle: {title}\nexamples: |\n{examples}flow:\n  - reply: {name}.answer\nreplies:\n  {name}.answer: {title}，我来说。\n"
    )
}

/// Writes content and a model that learned it.
pub fn write(root: &Path) {
    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        let files: Vec<_> = files()
            .into_iter()
            .map(|(path, text)| source::SourceFile::new(path, text.into_bytes()))
            .collect();
        let (content, findings) = content::load(&files, jiff::civil::Date::ZERO);
        let errors = findings.iter().filter(|finding| finding.severity() == content::Severity::Error);
        assert_eq!(errors.count(), 0, "{findings:?}");
        let settings = train::Settings::default();
        train::fit(&train::examples(&content), &HashEmbedder, settings, &mut |_, _| {}).unwrap()
    });
    for (path, text) in files() {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    MODEL.save(&root.join("models/current")).unwrap();
}

/// Goes by n-grams.
pub struct Plain;

impl Engines for Plain {
    fn encoder(&self) -> Arc<dyn Layered> {
        Arc::new(Self)
    }

    fn assemble(&self, content: Content, model: Model, place: &str) -> anyhow::Result<Assembled> {
        let zone = jiff::tz::TimeZone::UTC;
        let assistant = Assistant::new(content, model, Arc::new(HashEmbedder), place, zone)?;
        Ok(Assembled { assistant, fault: None, notice: None })
    }
}

impl Layered for Plain {
    fn embedder(&self) -> Arc<dyn Embedder> {
        Arc::new(HashEmbedder)
    }

    fn with_layers(&self, _: &[u8]) -> anyhow::Result<Arc<dyn Layered>> {
        Ok(Arc::new(Self))
    }

    fn is_slow(&self) -> bool {
        false
    }
}

/// What answers by these versions.
pub struct Live(pub Rollout);

impl Node for Live {
    fn fits(&self, assistant: &Assistant) -> Result<(), String> {
        // A shop system that this node knows no address of.
        if assistant.content().integrations.is_empty() { Ok(()) } else { Err("it has no address".to_owned()) }
    }

    fn set_live(&self, assistant: Arc<Assistant>) -> Result<(), String> {
        self.0.set_live(assistant.into());
        Ok(())
    }
}

/// What lies in a data folder whose `shop` folder holds the content; the first time it is written.
pub fn open(data: &Path, shop: &ShopId, content: &ContentConfig) -> Opened {
    let root = data.join("shop");
    if !root.exists() {
        write(&root);
    }
    let content = ContentConfig { path: Some(root), ..content.clone() };
    let settings = Settings { shop: shop.clone(), data: data.to_owned(), content };
    match versions::open(&settings, Arc::new(Plain)) {
        Ok(opened) => opened,
        Err(error) => panic!("{error}"),
    }
}
