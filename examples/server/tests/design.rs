//! The code that the documentation shows of a server, as it stands there.

use oasmith_example_server::dataset_activity;
use oasmith_example_server::dataset_activity::server::{
    ListDatasetActivityError, ListDatasetActivityRequest, ListDatasetActivityResponse,
};
use oasmith_example_server::dataset_activity::types::DatasetActivityPage;

/// Stands for a pool of connections to a database.
#[derive(Clone)]
struct Pool;

impl Pool {
    async fn count(&self) -> Result<i64, std::num::ParseIntError> {
        "7".parse()
    }
}

#[rustfmt::skip]
mod shown {
    use super::*;

    #[derive(Clone)]
    struct Activity { db: Pool }

    impl dataset_activity::server::Api for Activity {
        async fn list_dataset_activity(&self, request: ListDatasetActivityRequest)
            -> Result<ListDatasetActivityResponse, ListDatasetActivityError> {
            let total = self.db.count().await?;
            Ok(DatasetActivityPage::new(request.limit, request.offset, total).into())
        }
    }

    pub fn app(db: Pool) -> axum::Router {
        let app = dataset_activity::server::router(Activity { db });   // an axum::Router: add any tower layer
        app
    }
}

#[test]
fn a_server_is_an_axum_router() {
    let app: axum::Router = shown::app(Pool);
    assert!(app.has_routes());
}
