//! By which credentials callers of the server are let in.

use serde::Serialize;

use super::received::Received;
use super::routes::Routes;
use crate::ir::{Api, OperationId, SecurityRequirement};

/// The sets of schemes that let a caller in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Access {
    sets: Vec<Vec<usize>>,
}

impl Access {
    /// Whether everybody may call everything.
    pub fn is_open(&self) -> bool {
        self.sets.is_empty()
    }

    /// The sets that the requirements of what the server answers name, each once: the positions of their schemes, in the order of
    /// the document.
    pub fn sets(&self) -> &[Vec<usize>] {
        &self.sets
    }
}

/// The positions of the schemes of a requirement, in the order of the document.
pub fn schemes(api: &Api, requirement: &SecurityRequirement) -> Vec<usize> {
    let schemes = api.security_schemes.iter().enumerate();
    let needed = schemes.filter(|(_, scheme)| requirement.needs(&scheme.name));
    needed.map(|(position, _)| position).collect()
}

/// Looks at the requirements of all operations that the server has, and of the webhooks and callbacks that it receives.
pub(super) fn collect(api: &Api, routes: &Routes, received: &Received) -> Access {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let operations = (0..).map(OperationId).zip(&api.operations);
    for (_, operation) in operations.filter(|(id, _)| routes.has(*id) || received.has(*id)) {
        for requirement in &operation.security {
            let set = schemes(api, requirement);
            if !set.is_empty() && !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    Access { sets }
}
