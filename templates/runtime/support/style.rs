//! How a value is written into a parameter.

/// How a value is written into a parameter (OpenAPI 3.0.3, section 4.7.12.2.2). The examples are the list `3`, `4` and the
/// object with the member `role`, in the parameter `id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `3,4`, `role,admin`
    Simple,
    /// `3,4`, `role=admin`
    SimpleExploded,
    /// `.3,4`, `.role,admin`
    Label,
    /// `.3.4`, `.role=admin`
    LabelExploded,
    /// `;id=3,4`, `;id=role,admin`
    Matrix,
    /// `;id=3;id=4`, `;role=admin`
    MatrixExploded,
    /// `id=3,4`, `id=role,admin`
    Form,
    /// `id=3&id=4`, `role=admin`
    FormExploded,
    /// `id=3%204`, `id=role%20admin`
    SpaceDelimited,
    /// `id=3%7C4`, `id=role%7Cadmin`
    PipeDelimited,
    /// `id[]=3&id[]=4`, `id[role]=admin`
    DeepObject,
    /// `id=[3,4]`, `id={"role":"admin"}`
    Json,
}
