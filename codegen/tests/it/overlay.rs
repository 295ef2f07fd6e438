//! Applying an overlay to a document.
//!
//! A case has a `document` and an `overlay`.

use std::path::Path;

use codegen::Input;
use codegen::diagnostics::UnmatchedDecision;
use codegen::ir::{Output, PageStyle, Pagination, RetryRule, Role};
use codegen::passes::overlay;
use codegen::source::load::Source;
use serde_json::{Value, json};

use crate::support::{check_cases, parse, read, source, yaml_or_error};

fn documents(case: &Path) -> [Value; 2] {
    let case = parse(&read(case));
    ["document", "overlay"].map(|name| case[name].clone())
}

#[test]
fn overlay_returns_expected_documents() {
    check_cases("overlay", "txt", |case| {
        let [mut document, overlay] = documents(case);
        let applied = overlay::apply(&overlay, &mut document)
            .and_then(|applied| UnmatchedDecision::error(applied.unmatched).map_or(Ok(()), Err));
        yaml_or_error(applied.map(|()| document))
    });
}

#[test]
fn overlay_with_unmatched_targets_applies_the_other_actions() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/overlay");
    let [mut document, overlay] = documents(&directory.join("error_target_matches_nothing.yaml"));
    let applied = overlay::apply(&overlay, &mut document).unwrap();
    assert_eq!(document, json!({"a": {"b": 1}}));
    let unmatched: Vec<(String, &str)> = applied
        .unmatched
        .iter()
        .map(|decision| {
            (
                decision.error.pointer().unwrap().to_string(),
                &*decision.target,
            )
        })
        .collect();
    let expected = [
        ("#/actions/0/target", "$.gone"),
        ("#/actions/2/target", "$.lost"),
    ];
    assert_eq!(
        unmatched,
        expected.map(|(pointer, path)| (pointer.to_owned(), path))
    );
}

#[test]
fn overlay_returns_the_locations_of_additions() {
    let mut document = json!({"list": [1, 2], "object": {"x": 1}});
    let overlay = json!({"overlay": "1.0.0", "actions": [
        {"target": "$", "update": {"new": {"y": 1}}},
        {"target": "$.list", "update": 3},
        {"target": "$.list[0]", "remove": true},
        {"target": "$.object", "update": {"x": 2}},
    ]});
    let applied = overlay::apply(&overlay, &mut document).unwrap();
    let additions: Vec<[String; 2]> = applied
        .additions
        .iter()
        .map(|(added, origin)| [added.to_string(), origin.to_string()])
        .collect();
    // Items of the list have moved.
    assert_eq!(
        additions,
        [
            ["#/new", "#/actions/0/update/new"],
            ["#/object/x", "#/actions/3/update/x"],
        ]
    );
}

/// Applies actions to a document in which three operations use one response.
fn warnings_of(actions: &[Value]) -> Vec<String> {
    let reference = json!({"$ref": "#/components/responses/Shared"});
    let operation = json!({"get": {"responses": {"200": reference}}});
    let mut document = json!({
        "paths": {"/a": operation, "/b": operation, "/c": operation},
        "components": {"responses": {"Shared": {"content": {}}}},
    });
    let overlay = json!({"overlay": "1.0.0", "actions": actions});
    let applied = overlay::apply(&overlay, &mut document).unwrap();
    applied.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn action_on_shared_component_warns_about_its_other_users() {
    let action =
        json!({"target": "$.paths['/a'].get.responses['200'].content", "update": {"x": 1}});
    assert_eq!(
        warnings_of(&[action]),
        [
            "warning: #/actions/0/target: target `$.paths['/a'].get.responses['200'].content` follows a reference to \
             #/components/responses/Shared, which is shared\n  \
             note: the action also affects 2 other references, such as the one at #/paths/~1b/get/responses/200\n  \
             help: to change #/components/responses/Shared for all references, set `target` to \
             `$.components.responses.Shared.content`; to change it only here, insert two actions before this \
             one: an update that adds the members of #/components/responses/Shared next to the `$ref`, and then a \
             removal of the `$ref`"
        ]
    );
}

#[test]
fn warning_counts_the_references_after_all_actions() {
    let warnings = warnings_of(&[
        json!({"target": "$.paths['/a'].get.responses['200'].content", "update": {"x": 1}}),
        json!({"target": "$.paths['/a']", "remove": true}),
    ]);
    let [warning] = warnings.as_slice() else {
        panic!("expected one warning: {warnings:?}");
    };
    assert!(
        warning.contains("note: the action also affects 2 other references"),
        "{warning}"
    );
}

#[test]
fn action_that_names_all_users_of_a_component_has_no_warning() {
    for target in [
        "$.paths['/a', '/b', '/c'].get.responses['200'].content",
        "$.components.responses.Shared.content",
        "$.paths['/a'].get.responses['200']",
    ] {
        let warnings = warnings_of(&[json!({"target": target, "update": {"x": 1}})]);
        assert_eq!(warnings, Vec::<String>::new(), "{target}");
    }
}

#[test]
fn action_through_several_references_warns_about_each_shared_object_that_it_changes() {
    let reference = |name: &str| json!({"$ref": format!("#/components/responses/{name}")});
    let path = |name| json!({"get": {"responses": {"200": reference(name)}}});
    let mut document = json!({
        "paths": {
            "/chain": path("Chain"), "/other": path("Other"), "/empty": path("Empty"), "/own": path("Own"),
            "/users": [reference("Chain"), reference("Other"), reference("Empty"), reference("Last")],
        },
        "components": {"responses": {
            "Chain": reference("Last"), "Last": {"content": {"json": [{}]}},
            "Other": {"content": {"json": [{}, {}]}}, "Own": {"content": {"json": [{}]}}, "Empty": {},
        }},
    });
    let target = "$.paths[*].get.responses['200'].content.json[*]";
    let overlay = json!({"overlay": "1.0.0", "actions": [{"target": target, "update": {"x": 1}}]});
    let applied = overlay::apply(&overlay, &mut document).unwrap();
    let warnings: Vec<(&str, &str)> = applied
        .warnings
        .iter()
        .map(|it| (it.message(), it.help().split('`').nth(3).unwrap()))
        .collect();
    let expected = ["Chain", "Last", "Other"].map(|name| {
        (
            format!(
                "target `{target}` follows a reference to #/components/responses/{name}, which is shared"
            ),
            format!("$.components.responses.{name}.content.json[*]"),
        )
    });
    assert_eq!(
        warnings,
        expected
            .each_ref()
            .map(|(message, target)| (&**message, &**target))
    );
}

#[test]
fn actions_that_double_the_document_are_rejected() {
    let double = json!({"target": "$..a", "update": {"b": {"a": {}}, "c": {"a": {}}, "text": "x".repeat(1_000)}});
    let overlay = json!({"overlay": "1.0.0", "actions": vec![double; 40]});
    let error = overlay::apply(&overlay, &mut json!({"a": {}})).unwrap_err();
    assert!(
        error
            .message()
            .starts_with("the updates have too many values and characters: more than 16 times as many as the document"),
        "{error}"
    );
}

const SPEC: Source<'_> = Source {
    name: "api.yaml",
    text: "openapi: 3.0.3\ninfo: {title: API, version: '1'}\npaths:\n  /rooms:\n    get:\n      operationId: listRooms\n      responses: {'204': {description: Done.}}\n",
};

const UNMATCHED: Source<'_> = Source {
    name: "overlay.yaml",
    text: "overlay: 1.0.0\nactions:\n- target: $.gone\n  remove: true\n- target: $\n  update:\n    x-sdk-resources:\n      rooms: Rooms.\n      people: People.\n    x-sdk-events: [Joined]\n- target: $.lost\n  remove: true\n",
};

#[test]
fn every_unmatched_decision_is_reported_with_its_line_in_the_overlay() {
    let input = Input::new(SPEC, Some(UNMATCHED));
    let expected = [
        "overlay.yaml:3: error: #/actions/0/target: ",
        "overlay.yaml:11: error: #/actions/2/target: ",
        "overlay.yaml:10: error: #/actions/1/update/x-sdk-events/0: ",
        "overlay.yaml:9: error: #/actions/1/update/x-sdk-resources/people: ",
    ];
    let error = codegen::read(input).unwrap_err().to_string();
    let lines: Vec<&str> = error
        .lines()
        .filter(|line| !line.starts_with("  help: "))
        .collect();
    assert_eq!(lines.len(), expected.len(), "{error}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
}

#[cfg(feature = "lint")]
#[test]
fn lint_reports_every_unmatched_decision() {
    let findings = codegen::tools::lint::lint(Input::new(SPEC, Some(UNMATCHED))).unwrap();
    let errors = findings
        .iter()
        .filter(|it| it.severity() == codegen::diagnostics::Severity::Error);
    let lines: Vec<_> = errors.map(|it| (it.document(), it.line())).collect();
    assert_eq!(
        lines,
        [3, 9, 10, 11].map(|line| (Some("overlay.yaml"), Some(line)))
    );
}

const VOICE: &str = "\
openapi: 3.0.3
info: {title: Voice, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /accounts/{account_id}/calls:
    parameters: [{name: account_id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: ListCalls
      tags: [calls]
      parameters: [{name: position, in: query, schema: {type: string}}]
      responses:
        '200':
          description: Calls.
          content:
            application/json:
              schema:
                type: object
                properties:
                  calls: {type: array, items: {type: string}}
                  paging: {type: object, properties: {following: {type: string}}}
    post: {operationId: CreateCall, tags: [calls], responses: {'204': {description: Done.}}}
  /debug:
    get: {operationId: GetDebug, tags: [calls], responses: {'204': {description: Done.}}}
";

#[test]
fn documented_overlay_has_the_described_effects() {
    let text = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/overlay.md"));
    let (_, overlay) = text.split_once("```yaml\n").unwrap();
    let (overlay, _) = overlay.split_once("```").unwrap();
    let input = Input::new(
        source("voice.yaml", VOICE),
        Some(source("overlay.yaml", overlay)),
    );
    let api = codegen::read(input).unwrap();
    assert_eq!(api.client_parameters, ["account_id"]);
    let [resource] = api.resources.as_slice() else {
        panic!("expected one resource");
    };
    let [list, create] = resource.operations.as_slice() else {
        panic!("expected two operations");
    };
    assert_eq!([&*list.method, &create.method], ["list_active", "create"]);
    for operation in [list, create] {
        assert_eq!(operation.parameters[0].role, Role::Client);
    }
    let expected = Pagination {
        style: PageStyle::Cursor {
            parameter: "position".to_owned(),
            next: "/paging/following".to_owned(),
            has_more: None,
        },
        items: Some("/calls".to_owned()),
    };
    assert!(
        matches!(&list.output, Output::Page { pagination, .. } if *pagination == expected),
        "{:?}",
        list.output
    );
    assert_eq!(list.retry, RetryRule::default());
    let expected = RetryRule {
        statuses: Some(vec![409..=409, 429..=429]),
        attempts: Some(4),
        base_delay_ms: Some(200),
    };
    assert_eq!(create.retry, expected);
}
