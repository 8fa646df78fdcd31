//! The names that what is needed for paging has everywhere, without case and marks.

/// How many items a page holds at most.
pub(super) const LIMIT: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "pagelen",
    "pagelimit",
    "size",
    "maxresults",
    "maxitems",
    "maxpagesize",
    "count",
    "take",
    "top",
    "max",
    "itemsperpage",
    "resultsperpage",
    "rows",
];

/// How many items come before a page.
pub(super) const OFFSET: &[&str] = &["offset", "skip", "pageoffset"];

/// The same, of words that mean something else in other places.
pub(super) const START: &[&str] = &["start", "startat", "startindex", "startingindex", "from"];

/// Which page.
pub(super) const PAGE: &[&str] = &[
    "page",
    "pagenumber",
    "pagenum",
    "pageno",
    "pageindex",
    "currentpage",
];

/// What leads to the next page, as a parameter.
pub(super) const CURSOR: &[&str] = &[
    "cursor",
    "pagecursor",
    "nextcursor",
    "pagetoken",
    "nextpagetoken",
    "nexttoken",
    "paginationtoken",
    "continuationtoken",
    "continuation",
    "continue",
    "marker",
    "nextmarker",
    "startingtoken",
    "scrollid",
    "bookmark",
    "after",
    "pageafter",
    "startingafter",
    "startafter",
    "aftercursor",
    "next",
    "nextpage",
    "startkey",
];

/// Those of them that say what comes next wherever they stand, so that a page may repeat the name of the parameter.
pub(super) const ONWARD: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "paginationtoken",
    "continuationtoken",
    "continuation",
    "continue",
    "nextmarker",
    "scrollid",
    "bookmark",
];

/// What a page calls what leads to the next, whatever the parameter is called.
pub(super) const NEXT: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextmarker",
    "nextpagecursor",
    "nextcontinuationtoken",
    "nextpage",
    "nextkey",
    "endcursor",
    "continuationtoken",
    "next",
];

/// The parameters that take the id of the last item.
pub(super) const AFTER: &[&str] = &["startingafter", "after", "afterid", "startafter"];

/// How many items there are on all pages. `count` is not among them, since it is as often that of the page.
pub(super) const TOTAL: &[&str] = &[
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalsize",
    "totalelements",
    "totalrecords",
    "totalentries",
    "totalhits",
    "totalnumber",
    "itemstotal",
    "resultstotal",
    "xtotal",
    "xtotalcount",
];

/// How many pages there are.
pub(super) const PAGES: &[&str] = &[
    "totalpages",
    "pagecount",
    "pagescount",
    "numpages",
    "numberofpages",
    "totalpagecount",
    "lastpage",
    "pages",
    "xpages",
    "xtotalpages",
    "xpagecount",
];

/// The number of the page, in the page.
pub(super) const OWN_PAGE: &[&str] = &[
    "page",
    "pagenumber",
    "pagenum",
    "pageno",
    "pageindex",
    "currentpage",
];

/// Whether there is more.
pub(super) const MORE: &[&str] = &[
    "hasmore",
    "hasnext",
    "hasnextpage",
    "hasmoreitems",
    "hasmoreresults",
    "hasmorepages",
    "hasmoredata",
    "moreavailable",
    "more",
    "nextpage",
];

/// Whether there is no more.
pub(super) const END: &[&str] = &["islast", "islastpage", "lastpage", "last"];

/// The address of the next page.
pub(super) const URL: &[&str] = &[
    "odatanextlink",
    "nextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextpageurl",
    "nextpageuri",
    "nextpagelink",
    "nextpagehref",
];

/// The same, of words that may lead on by something else.
pub(super) const NEXT_URL: &[&str] = &["next", "nextpage"];

/// The objects in which a page speaks of pages.
pub(super) const ABOUT: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pages",
    "pageinfo",
    "paginginfo",
    "paginationinfo",
    "pagemetadata",
    "responsemetadata",
    "cursors",
    "cursor",
    "links",
    "next",
    "nextpage",
    "details",
    "listinfo",
];

/// The objects that a page is put into as a whole.
pub(super) const AROUND: &[&str] = &[
    "data", "result", "results", "response", "payload", "embedded", "list",
];

/// The lists that are those of a page where there are others beside them.
pub(super) const ITEMS: &[&str] = &[
    "items",
    "data",
    "results",
    "records",
    "entries",
    "values",
    "content",
    "rows",
    "elements",
    "objects",
    "hits",
    "resources",
    "list",
    "documents",
];

/// The lists that are not those of a page, unless they are what the path asks for.
pub(super) const BESIDE: &[&str] = &[
    "errors",
    "warnings",
    "messages",
    "links",
    "included",
    "facets",
    "sort",
    "fields",
    "columns",
    "schemas",
    "aggregations",
    "filters",
    "unreachable",
    "unreachables",
    "notices",
    "suggestions",
];

/// A name without case and marks.
pub(super) use crate::analyse::envelope::plain;
