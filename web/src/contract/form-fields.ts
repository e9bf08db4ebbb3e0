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
