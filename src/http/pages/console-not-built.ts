/** The page at `/console/` of a service whose console is not built. It needs neither scripts nor styles. */
export const consoleNotBuilt = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The console is not built</title>
</head>
<body>
<main>
<h1>The console is not built</h1>
<p>The APIs work without it. To build the console, run <code>npm install</code> in the folder of the service, then start the service again.</p>
</main>
</body>
</html>
`;
