use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use prometheus_client::registry::Registry;

use super::{
    attachments::{self, Places},
    demonstration::DemoShop,
    metrics::Metrics,
    names::Names,
    seat::Floor,
    socket::Sockets,
};
use crate::{
    config::Config,
    conversation::Conversations,
    identity::{Links, People, Visitors},
    inbox::Inbox,
    report::Reports,
    rollout::Rollout,
    search::Search,
    store::{Files, Store},
    versions::Versions,
};

/// What the API is made of.
pub struct Parts {
    pub config: Config,
    pub conversations: Conversations,
    pub store: Store,
    pub files: Files,
    pub people: People,
    pub visitors: Visitors,
    pub search: Search,
    pub reports: Reports,
    pub inbox: Inbox,
    pub versions: Versions,
    pub rollout: Rollout,
    pub links: Links,
    /// Where the node is there to be tried.
    pub demo_shop: Option<DemoShop>,
    /// What `/metrics` shows; requests are added to it.
    pub registry: Registry,
}

/// What every handler has at hand; cheap to clone.
#[derive(Clone)]
pub struct Api(Arc<Inside>);

pub struct Inside {
    pub config: Config,
    pub conversations: Conversations,
    pub store: Store,
    pub files: Files,
    pub people: People,
    pub visitors: Visitors,
    pub search: Search,
    pub reports: Reports,
    pub inbox: Inbox,
    pub versions: Versions,
    pub rollout: Rollout,
    pub links: Links,
    pub demo_shop: Option<DemoShop>,
    pub registry: Registry,
    pub metrics: Metrics,
    pub uploads: attachments::Metrics,
    pub places: Places,
    pub sockets: Sockets,
    pub names: Names,
    pub floor: Arc<Floor>,
    draining: AtomicBool,
}

impl Api {
    pub fn new(parts: Parts) -> Self {
        let Parts {
            config,
            conversations,
            store,
            files,
            people,
            visitors,
            links,
            search,
            reports,
            inbox,
            versions,
            rollout,
            demo_shop,
            mut registry,
        } = parts;
        let metrics = Metrics::new(&mut registry);
        people.register_metrics(&mut registry);
        search.register_metrics(&mut registry);
        let uploads = attachments::Metrics::default();
        let of_shop = ("shop".into(), config.shop.id.as_str().to_owned().into());
        uploads.register(registry.sub_registry_with_label(of_shop), files.used());
        let sockets = Sockets::new(config.sockets.clone());
        sockets.register_metrics(&mut registry);
        let floor = Floor::open(config.shop.id.clone(), conversations.clone());
        let draining = AtomicBool::new(false);
        Self(Arc::new(Inside {
            config,
            conversations,
            store,
            files,
            people,
            visitors,
            search,
            reports,
            inbox,
            versions,
            rollout,
            links,
            demo_shop,
            registry,
            metrics,
            uploads,
            places: Places::default(),
            sockets,
            names: Names::default(),
            floor,
            draining,
        }))
    }

    /// From now on `/readyz` says no, so that no new customers are sent here.
    pub fn drain(&self) {
        self.0.draining.store(true, Ordering::Relaxed);
    }

    pub fn ready(&self) -> bool {
        self.0.conversations.recovered() && !self.0.draining.load(Ordering::Relaxed)
    }
}

impl std::ops::Deref for Api {
    type Target = Inside;

    fn deref(&self) -> &Inside {
        &self.0
    }
}
