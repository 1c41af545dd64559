/** The page of all settings, as it must stand in `docs/reference/settings.md`. */
export declare function formatSettingsReference(): string;
//# sourceMappingURL=settings-reference.d.ts.map
