console.error("se perdió la lista");
throw new Error("nadie lo esperaba");
