using MudBlazor;

namespace Posture.Dashboard.Components.Layout;

/// <summary>
/// Colours and type of the dashboard. Text reaches 4.5:1 and controls 3:1 in both themes; MudBlazor's own palette does not. The light theme applies to the
/// page, the dark one wherever the page carries <c>data-theme="dark"</c>, so that switching needs no server and no flash.
/// </summary>
internal static class PostureTheme
{
    private static readonly string[] FontFamily = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

    public static readonly PaletteLight LightPalette = new()
    {
        Background = "#FFFFFF",
        BackgroundGray = "#F5F7FA",
        Surface = "#FFFFFF",
        TextPrimary = "#16202B",
        TextSecondary = "#4A5563",
        TextDisabled = "#5F6873",
        ActionDefault = "#4A5563",
        ActionDisabled = "#5F6873",
        ActionDisabledBackground = "#E9EDF1",
        Primary = "#1D4E89",
        PrimaryContrastText = "#FFFFFF",
        Secondary = "#4A5563",
        SecondaryContrastText = "#FFFFFF",
        Tertiary = "#6B3FA0",
        TertiaryContrastText = "#FFFFFF",
        Success = "#0B5C7A",
        SuccessContrastText = "#FFFFFF",
        Warning = "#735000",
        WarningContrastText = "#FFFFFF",
        Error = "#9E2A1B",
        ErrorContrastText = "#FFFFFF",
        Info = "#1F4B8F",
        InfoContrastText = "#FFFFFF",
        Dark = "#16202B",
        DarkContrastText = "#FFFFFF",
        AppbarBackground = "#FFFFFF",
        AppbarText = "#16202B",
        DrawerBackground = "#FFFFFF",
        DrawerText = "#16202B",
        DrawerIcon = "#4A5563",
        LinesInputs = "#76818E",
        LinesDefault = "#D5DAE0",
        Divider = "#D5DAE0",
        DividerLight = "#E6EAEE",
        TableLines = "#D5DAE0",
        TableStriped = "#F5F7FA",
        TableHover = "#EEF2F6",
        Skeleton = "#E3E8ED",
        GrayDefault = "#5F6873",
        GrayLight = "#76818E",
        GrayLighter = "#D5DAE0",
        OverlayLight = "rgba(255,255,255,0.6)",
        OverlayDark = "rgba(22,32,43,0.5)",
    };

    public static readonly PaletteDark DarkPalette = new()
    {
        Background = "#12161C",
        BackgroundGray = "#12161C",
        Surface = "#1B2129",
        TextPrimary = "#E8EDF2",
        TextSecondary = "#B3BEC9",
        TextDisabled = "#96A1AD",
        ActionDefault = "#B3BEC9",
        ActionDisabled = "#96A1AD",
        ActionDisabledBackground = "#262E38",
        Primary = "#8AB8F0",
        PrimaryContrastText = "#0B1B2E",
        Secondary = "#B3BEC9",
        SecondaryContrastText = "#12161C",
        Tertiary = "#C7A6F5",
        TertiaryContrastText = "#160A26",
        Success = "#7CC7E6",
        SuccessContrastText = "#04141B",
        Warning = "#F0C24D",
        WarningContrastText = "#1A1200",
        Error = "#FF8E7A",
        ErrorContrastText = "#1A0503",
        Info = "#B5CDFD",
        InfoContrastText = "#0B1B2E",
        Dark = "#E8EDF2",
        DarkContrastText = "#12161C",
        AppbarBackground = "#1B2129",
        AppbarText = "#E8EDF2",
        DrawerBackground = "#1B2129",
        DrawerText = "#E8EDF2",
        DrawerIcon = "#B3BEC9",
        LinesInputs = "#7A8794",
        LinesDefault = "#343D48",
        Divider = "#343D48",
        DividerLight = "#2B333D",
        TableLines = "#343D48",
        TableStriped = "#20272F",
        TableHover = "#262E38",
        Skeleton = "#2B333D",
        GrayDefault = "#96A1AD",
        GrayLight = "#7A8794",
        GrayLighter = "#343D48",
        OverlayLight = "rgba(18,22,28,0.6)",
        OverlayDark = "rgba(0,0,0,0.6)",
    };

    /// <summary>Theme of the page.</summary>
    public static readonly MudTheme Light = Build(":root");

    /// <summary>Theme under <c>data-theme="dark"</c>; same object shape, narrower scope.</summary>
    public static readonly MudTheme Dark = Build(":root[data-theme='dark']");

    private static MudTheme Build(string scope)
    {
        var theme = new MudTheme
        {
            PaletteLight = LightPalette,
            PaletteDark = DarkPalette,
            PseudoCss = new PseudoCss { Scope = scope },
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "52px", DrawerWidthLeft = "200px" },
            Typography = new Typography
            {
                Default = new DefaultTypography { FontFamily = FontFamily, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
                H1 = new H1Typography { FontFamily = FontFamily, FontSize = "1.375rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "normal" },
                H2 = new H2Typography { FontFamily = FontFamily, FontSize = "0.9375rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "normal" },
                H3 = new H3Typography { FontFamily = FontFamily, FontSize = "0.875rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
                Body1 = new Body1Typography { FontFamily = FontFamily, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
                Body2 = new Body2Typography { FontFamily = FontFamily, FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
                Button = new ButtonTypography { FontFamily = FontFamily, FontSize = "0.875rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
                Caption = new CaptionTypography { FontFamily = FontFamily, FontSize = "0.8125rem", LetterSpacing = "normal" },
                Overline = new OverlineTypography { FontFamily = FontFamily, FontSize = "0.75rem", LetterSpacing = "normal", TextTransform = "none" },
            },
        };
        return theme;
    }
}
