using NasStudio.Web;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddNasStudioWeb();
var app = builder.Build();
app.MapNasStudioWeb();
app.Run();
