// Starts Swagger UI with the options that stand in the page as data.
const options = JSON.parse(document.getElementById("swagger-options").textContent);
window.SwaggerUIBundle({ ...options, dom_id: "#swagger", deepLinking: true, validatorUrl: null });
