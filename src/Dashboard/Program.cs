return await Posture.Dashboard.Hosting.DashboardApplication.RunAsync(args);
