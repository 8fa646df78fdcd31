//! Room for documents that are nested deeply.

/// How much stack the stages have. Pages that are never touched cost nothing; a document that is nested to the limit needs
/// some kilobytes of stack for each level in each stage that walks it.
const STACK: usize = 256 * 1024 * 1024;

/// Runs something on threads that have more stack than those of the program, and whose number follows the machine's.
///
/// Where such threads cannot be had, it runs where it is called.
pub fn with_room<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
