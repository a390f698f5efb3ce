//! `POST /attachments`: a file comes in.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};

use super::{incoming::Incoming, sender::Sender};
use crate::{
    conversation::{ActError, SayError},
    domain::{Attachment, MessageId},
    http::{
        Api, ApiError, Code,
        caller::Caller,
        client::Client,
        wire::{Upload, Uploaded},
    },
    store::{AppendError, NewFile, StoredAttachment},
};

/// 201 once file and event are on disk; 200 for what was sent before.
pub async fn upload(
    State(api): State<Api>,
    caller: Caller,
    client: Client,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut incoming = Incoming::new(&headers, body);
    let taken = take(&api, caller, client, &uri, &mut incoming).await;
    api.uploads.count(&taken, api.files.used());
    match taken {
        Ok(Taken::New(stored)) => (StatusCode::CREATED, Json(Uploaded::new(&api, stored))).into_response(),
        Ok(Taken::Known(stored)) => {
            incoming.drain(api.files.limits().bytes.get()).await;
            Json(Uploaded::new(&api, stored)).into_response()
        }
        Err(error) => {
            incoming.drain(api.files.limits().bytes.get()).await;
            error.into_response()
        }
    }
}

/// What became of an upload.
pub enum Taken {
    New(StoredAttachment),
    /// The same sender has sent it before, under the same id.
    Known(StoredAttachment),
}

async fn take(
    api: &Api,
    caller: Caller,
    client: Client,
    uri: &Uri,
    incoming: &mut Incoming,
) -> Result<Taken, ApiError> {
    let Upload { conversation, name, client_id } = Upload::read(uri, &api.config)?;
    let sender = Sender::of(api, caller, conversation).await?;
    let _place = api.places.take(client.address).ok_or(Code::Busy)?;
    let recent = sender.recent(api).await?;
    let party = sender.party();
    let same =
        |known: &&StoredAttachment| client_id.is_some() && known.client_id == client_id && known.by == party;
    if let Some(known) = recent.iter().find(same) {
        return Ok(Taken::Known(known.clone()));
    }
    let limits = api.files.limits();
    if recent.len() >= usize::try_from(limits.an_hour).unwrap_or(usize::MAX) {
        return Err(Code::TooManyFiles.into());
    }
    incoming.check_announced(limits.bytes.get())?;
    let mut file = api.files.begin(sender.shop()).await?;
    incoming.write_to(&mut file).await?;
    // From here on it goes to its end, whether the sender stays or not: an event must not name what is then removed.
    let finished = tokio::spawn(finish(api.clone(), sender, file, name, client_id)).await;
    finished.unwrap_or_else(|error| {
        tracing::error!(%error, "an upload broke down");
        Err(Code::Internal.into())
    })
}

/// First the file, then the event that names it.
async fn finish(
    api: Api,
    sender: Sender,
    file: NewFile,
    name: String,
    client_id: Option<MessageId>,
) -> Result<Taken, ApiError> {
    let stored = file.keep().await?;
    let attachment = Attachment {
        id: stored.id.clone(),
        name: Attachment::clean_name(&name, stored.kind),
        media_type: stored.kind.as_str().to_owned(),
        bytes: stored.bytes,
    };
    let (shop, by) = (sender.shop().clone(), sender.party());
    match sender.attach(&api, attachment.clone(), client_id.clone()).await {
        Ok(acted) if !acted.repeated => {
            let (conversation, seq) = (acted.conversation, acted.seq);
            Ok(Taken::New(StoredAttachment { conversation, seq, by, attachment, client_id }))
        }
        Ok(acted) => {
            api.files.remove(&shop, &stored).await;
            let known = api.store.attachment_at(&shop, &acted.conversation, acted.seq).await?;
            // The id was that of words.
            known.map(Taken::Known).ok_or_else(|| ApiError::from(Code::BadClientId).field("client_id"))
        }
        Err(error) => {
            if !is_uncertain(&error) {
                api.files.remove(&shop, &stored).await;
            }
            Err(error.into())
        }
    }
}

/// Whether the event may be on disk all the same. Its file stays then; the next start knows whether it is needed.
fn is_uncertain(error: &ActError) -> bool {
    matches!(error, ActError::Failed(SayError::Lost | SayError::Store(AppendError::Io(_))))
}
