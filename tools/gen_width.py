print("/* placeholder until the table is written */")
