// The page answers a moment later, as a server does, so that a test which does not wait is found out.
document.getElementById("promise").addEventListener("submit", (event) => {
  event.preventDefault();
  const who = document.getElementById("who").value;
  setTimeout(() => { document.getElementById("result").textContent = "Promesa de " + who + " guardada"; }, 300);
});
document.addEventListener("keydown", (event) => {
  if (event.altKey && event.key === "n") { document.getElementById("result").textContent = "Siguiente cuenta"; }
});
