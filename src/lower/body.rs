//! Bodies: what requests hold.

use openapiv3::ReferenceOr;

use super::content::Way;
use super::{Lowering, resolve_at};
use crate::diagnostic::Pointer;
use crate::ir::{Docs, RequestBody};

impl<'a> Lowering<'a> {
    /// The body of a request; `None` where the document names no media type.
    pub(super) fn request_body(
        &mut self,
        place: &'a ReferenceOr<openapiv3::RequestBody>,
        pointer: &Pointer,
    ) -> Option<RequestBody> {
        let (body, pointer) = resolve_at(
            place,
            pointer,
            &self.components.request_bodies,
            "requestBodies",
        )?;
        let contents = self.contents(&body.content, &pointer.join("content"), Way::Request);
        (!contents.is_empty()).then(|| RequestBody {
            docs: Docs {
                title: None,
                description: body.description.clone(),
                deprecated: false,
                external: None,
            },
            required: body.required,
            contents,
            pointer,
        })
    }
}
