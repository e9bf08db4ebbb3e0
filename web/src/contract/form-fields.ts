// Made by `npm run api-types` from the description of the API.

export const ROOM_FIELDS = [
  {
    "name": "title",
    "label": "Title",
    "kind": "name",
    "isRequired": true
  },
  {
    "name": "location",
    "label": "Location",
    "kind": "name",
    "isRequired": true
  },
  {
    "name": "stage",
    "label": "Stage",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "fixture",
      "before_operation",
      "run_in",
      "cargo_transfer",
      "unmooring"
    ],
    "initial": "run_in"
  },
  {
    "name": "timeline_phase",
    "label": "Phase",
    "kind": "choice",
    "options": [
      "pre_docs",
      "docs_pending",
      "ready",
      "active",
      "completed",
      "cancelled"
    ]
  },
  {
    "name": "description",
    "label": "Description",
    "kind": "text"
  },
  {
    "name": "sts_eta",
    "label": "ETA",
    "kind": "moment",
    "isRequired": true
  },
  {
    "name": "time_zone",
    "label": "Time zone",
    "kind": "line",
    "isRequired": true,
    "initial": "UTC"
  },
  {
    "name": "expected_duration_hours",
    "label": "Expected duration",
    "kind": "number",
    "isRequired": true,
    "unit": "hours",
    "initial": 24
  },
  {
    "name": "expiry_margin_days",
    "label": "Margin after the end",
    "kind": "whole",
    "isRequired": true,
    "unit": "days",
    "initial": 3
  },
  {
    "name": "four_eyes",
    "label": "Four eyes",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "required",
      "marked",
      "off"
    ],
    "initial": "marked"
  },
  {
    "name": "asks_suitability",
    "label": "Suitability is asked apart",
    "kind": "yes_no",
    "isRequired": true,
    "initial": false
  },
  {
    "name": "asks_compatibility",
    "label": "Compatibility is asked apart",
    "kind": "yes_no",
    "isRequired": true,
    "initial": false
  },
  {
    "name": "operation_mode",
    "label": "Mode",
    "kind": "choice",
    "options": [
      "anchor",
      "underway"
    ]
  },
  {
    "name": "cargo_type",
    "label": "Cargo",
    "kind": "line"
  },
  {
    "name": "cargo_quantity",
    "label": "Quantity",
    "kind": "number",
    "unitField": "cargo_unit"
  },
  {
    "name": "cargo_unit",
    "label": "Unit of the quantity",
    "kind": "line"
  },
  {
    "name": "cargo_api_gravity",
    "label": "API gravity",
    "kind": "number",
    "unit": "°API"
  },
  {
    "name": "cargo_value_usd",
    "label": "Cargo value",
    "kind": "number",
    "unit": "USD"
  },
  {
    "name": "demurrage_rate_per_day",
    "label": "Demurrage a day",
    "kind": "number",
    "unit": "USD"
  },
  {
    "name": "demurrage_rate_per_hour",
    "label": "Demurrage an hour",
    "kind": "number",
    "unit": "USD"
  },
  {
    "name": "commission_percent",
    "label": "Commission",
    "kind": "number",
    "unit": "%"
  },
  {
    "name": "poac",
    "label": "Overall advisory control",
    "kind": "line"
  },
  {
    "name": "sts_provider",
    "label": "STS provider",
    "kind": "line"
  }
] as const;

export const VESSEL_FIELDS = [
  {
    "name": "name",
    "label": "Name",
    "kind": "name",
    "isRequired": true
  },
  {
    "name": "operation_role",
    "label": "Part in the operation",
    "kind": "choice",
    "options": [
      "discharging",
      "receiving"
    ]
  },
  {
    "name": "manoeuvring_role",
    "label": "Part in the manoeuvre",
    "kind": "choice",
    "options": [
      "constant_heading",
      "manoeuvring"
    ]
  },
  {
    "name": "vessel_type",
    "label": "Type",
    "kind": "word",
    "isRequired": true
  },
  {
    "name": "flag",
    "label": "Flag",
    "kind": "name",
    "isRequired": true
  },
  {
    "name": "imo",
    "label": "IMO number",
    "kind": "name",
    "isRequired": true
  },
  {
    "name": "call_sign",
    "label": "Call sign",
    "kind": "line"
  },
  {
    "name": "owner",
    "label": "Owner",
    "kind": "line"
  },
  {
    "name": "charterer",
    "label": "Charterer",
    "kind": "line"
  },
  {
    "name": "status",
    "label": "Status",
    "kind": "word",
    "isRequired": true,
    "initial": "active"
  },
  {
    "name": "length",
    "label": "Length overall",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "beam",
    "label": "Beam",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "draft",
    "label": "Draft",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "manifold_height",
    "label": "Manifold height",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "displacement_t",
    "label": "Displacement",
    "kind": "number",
    "unit": "t"
  },
  {
    "name": "parallel_body_loaded_m",
    "label": "Parallel body loaded",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "parallel_body_ballast_m",
    "label": "Parallel body in ballast",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "freeboard_loaded_m",
    "label": "Freeboard loaded",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "freeboard_ballast_m",
    "label": "Freeboard in ballast",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "manifold_loaded_m",
    "label": "Manifold above water loaded",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "manifold_ballast_m",
    "label": "Manifold above water in ballast",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "bow_to_manifold_m",
    "label": "Bow to manifold",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "stern_to_manifold_m",
    "label": "Stern to manifold",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "crane_swl_t",
    "label": "Hose crane SWL",
    "kind": "number",
    "unit": "t"
  },
  {
    "name": "crane_outreach_m",
    "label": "Hose crane outreach",
    "kind": "number",
    "unit": "m"
  },
  {
    "name": "closed_fairleads",
    "label": "Closed fairleads",
    "kind": "whole"
  },
  {
    "name": "fairlead_swl_t",
    "label": "Fairleads SWL",
    "kind": "number",
    "unit": "t"
  },
  {
    "name": "bitts_swl_t",
    "label": "Bitts SWL",
    "kind": "number",
    "unit": "t"
  },
  {
    "name": "mooring_line_mbl_t",
    "label": "Mooring lines MBL",
    "kind": "number",
    "unit": "t"
  },
  {
    "name": "gross_tonnage",
    "label": "Gross tonnage",
    "kind": "number"
  },
  {
    "name": "net_tonnage",
    "label": "Net tonnage",
    "kind": "number"
  },
  {
    "name": "built_year",
    "label": "Built",
    "kind": "year"
  },
  {
    "name": "classification_society",
    "label": "Class",
    "kind": "line"
  },
  {
    "name": "pi_club",
    "label": "P&I club",
    "kind": "line"
  }
] as const;

export const DOCUMENT_FIELDS = [
  {
    "name": "status",
    "label": "Status",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "missing",
      "under_review",
      "approved",
      "rejected",
      "expired",
      "waived",
      "superseded",
      "not_applicable"
    ],
    "initial": "missing"
  },
  {
    "name": "priority",
    "label": "Priority",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "low",
      "normal",
      "high",
      "urgent"
    ],
    "initial": "normal"
  },
  {
    "name": "critical_path",
    "label": "On the critical path",
    "kind": "yes_no",
    "isRequired": true,
    "initial": false
  },
  {
    "name": "certificate_number",
    "label": "Number",
    "kind": "line"
  },
  {
    "name": "issuer",
    "label": "Issuer",
    "kind": "line"
  },
  {
    "name": "issued_on",
    "label": "Issued",
    "kind": "day"
  },
  {
    "name": "expires_on",
    "label": "Expiry",
    "kind": "day"
  },
  {
    "name": "no_expiry_stated",
    "label": "States no expiry",
    "kind": "yes_no",
    "isRequired": true,
    "initial": false
  },
  {
    "name": "notes",
    "label": "Notes",
    "kind": "text"
  }
] as const;

export const REQUIREMENT_FIELDS = [
  {
    "name": "required",
    "label": "Required",
    "kind": "yes_no",
    "isRequired": true
  },
  {
    "name": "criticality",
    "label": "Criticality",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "high",
      "med",
      "low"
    ]
  },
  {
    "name": "applies_to",
    "label": "Belongs to",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "operation",
      "each_ship",
      "discharging",
      "receiving"
    ],
    "initial": "operation"
  },
  {
    "name": "due_stage",
    "label": "Due by",
    "kind": "choice",
    "options": [
      "fixture",
      "before_operation",
      "run_in",
      "cargo_transfer",
      "unmooring"
    ]
  },
  {
    "name": "expires",
    "label": "Expires",
    "kind": "yes_no",
    "isRequired": true,
    "initial": true
  },
  {
    "name": "max_age_days",
    "label": "Maximum age",
    "kind": "whole",
    "unit": "days"
  },
  {
    "name": "needs_file",
    "label": "Needs a file",
    "kind": "yes_no",
    "isRequired": true,
    "initial": true
  }
] as const;

export const TEMPLATE_FIELDS = [
  {
    "name": "name",
    "label": "Name",
    "kind": "name",
    "isRequired": true
  },
  {
    "name": "description",
    "label": "Description",
    "kind": "text"
  },
  {
    "name": "trade",
    "label": "Trade",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "oil",
      "gas",
      "bunkers",
      "dry_bulk"
    ]
  },
  {
    "name": "region",
    "label": "Region",
    "kind": "line"
  },
  {
    "name": "guide_edition",
    "label": "Edition of the guide",
    "kind": "line"
  },
  {
    "name": "expiry_margin_days",
    "label": "Margin after the end",
    "kind": "whole",
    "isRequired": true,
    "unit": "days",
    "initial": 3
  },
  {
    "name": "four_eyes",
    "label": "Four eyes",
    "kind": "choice",
    "isRequired": true,
    "options": [
      "required",
      "marked",
      "off"
    ],
    "initial": "marked"
  },
  {
    "name": "asks_suitability",
    "label": "Suitability is asked apart",
    "kind": "yes_no",
    "isRequired": true,
    "initial": false
  },
  {
    "name": "asks_compatibility",
    "label": "Compatibility is asked apart",
    "kind": "yes_no",
    "isRequired": true,
    "initial": false
  }
] as const;
